"""The keys whose values stay: readings, times, and words for states and kinds.

Made by `scripts/reading_keys.py` from the field rows; digits and punctuation are left out.
"""

from __future__ import annotations

NUMBERS = """
    accchargepower accdischargepower accharge acchargeenable acchargeenergytoday acchargeenergytotal
    acchargepower accouplepowercontrol accoupleprotectstatus accouplewarnstatus acinmodel
    acmaxchargecurr acstopchargingsoc activepower activepowerenable activeprate activerate addr
    afcienabled afcipv afcireset afciselfcheck afcistatus afcithresholdd afcithresholdh
    afcithresholdl again alarmvalue allowgridcharging ammeterunbind antibackflowenable
    antibackflowfailurepowerpercent antibackflowfailuretime antibackflowflag
    antibackflowpowerpercentage antiislandenable antireverseflowpower apfstatus apparentpower
    approved associatedinvmanandmodel backflowdefaultpower backflowsinglectrl backupen backupwarning
    bafcistatus bagingteststep balarmsubcode batconnectiontype batcurrfirst batcurrsec
    batdepowerreason baterrorunion batfirstswitch batlowtoutivolt batpacknum batparallelnum batpower
    batprotect batprotectto batseriesnum batsleepwakeup batsysenergy batsysrateenergy battemp
    battemplowerlimitc battemplowerlimitd battempupperlimitc battempupperlimitd batterycapacity
    batterycycles batteryno batterynominalpower batterynum batterypackagequantity
    batteryprotectstatus batteryratedpower batterysoc batterysoh batterystatus batterytemp
    batterytemperature batterytempf batterytype batteryundervoltagecutoffpoint batterywarnstatus
    batthistoryfaultcode battmode battype batvoltfirst batvoltsec batwarninfo batwarninfoto
    bbakbatsoc bbaksoc bbatbustarget bbmssta bclustercnt bctadjust bctmode bdcauthversion bdcbusref
    bdcchargepower bdcchargetotal bdcderatereason bdcdischargepower bdcdischargetotal
    bdcfaultsubcode bdcfaulttype bdcibat bdcibb bdcillc bdcmode bdcsoc bdcstatus bdctemp bdcvbat
    bdcvbus bdcvbusneg bdcwarncode bdcwarnsubcode bfaultsubcode bflagchgdis bgridtype bigdevice
    blighten bmerterconnectflag bmnum bmodulenum bmsbatterycurr bmsbatteryenergy bmsbatterytemp
    bmsbatteryvolt bmsbatvol bmscellvolt bmscellvoltage bmschgenergy bmscommunicationtype
    bmsconstantvolt bmscurrent bmscvolt bmscvvolt bmscyclecnt bmsdeltavolt bmsdsgenergy bmsenable
    bmserror bmserrorexpansion bmserrorold bmsfaulttype bmsgaugefcc bmsgaugerm bmshardwareversion
    bmshighestsoftversion bmsibat bmsicycle bmsinfo bmsiosstatus bmsmaxcellvolt bmsmaxchargecurr
    bmsmaxcurr bmsmaxcurrchg bmsmaxdischargecurr bmsmaxdischgcurr bmsmaxtemp bmsmintemp bmspackinfo
    bmsprotection bmsrequesttype bmssellmaxvol bmssellminvol bmssoc bmssoh bmsstatus bmsstatusold
    bmstempbat bmstemperature bmsusingcap bmsvbat bmsvdelta bmswarn bmswarncode bmswarninfo
    bmswarninfoold bpackscnt brazilrule bsigmodecellcnt bsigpackmodecnt bsoc bsoh bstatusfirst
    bstatussec bsysavgsoc bsysmaxsoc bsysmaxsocpacknum bsysminsoc bsysminsocpacknum bsystemworkmode
    btotalcellnum buckntctemperature buckupsfunen buckupsvoltset bulkchargevolt buscapusing buzzeren
    calendar capacity capacityadd carbonoffset cbat cccurrent cellvoltage charge chargeconfig
    chargecutoffvolt chargeforbiddenmark chargemonth chargeordispower chargepower chargepowercommand
    chargesoclimit chargestopsoc chargetostandbyreason chargeway chargingsochighlimit
    chargingsoclowlimit chartdata chgbatnum chgbatnumber chgcurr chgenergy chipselect chiptype
    codeindex comaddress comboardversion compatibleflag compharir compharis compharit componentpower
    compqr compqs compqt constantvolt coreduction count countryselected createtime ctflag ctharir
    ctharis ctharit ctir ctis ctit ctqr ctqs ctqt ctselfpower currentenergy currentpac currentpower
    currentpowersum currentstring cvvoltage cyclecount data dataloggernum dcdctemperature dcir dcis
    dcit dctemp dcvoltage debugenable defaultaccouplepower defaultmode defaultplant defaultpower
    delaytime deltavolt demandmanageenable deratingmode devicecount devicestatus devicetogridpower
    devicetype dischargecutoffvolt dischargeforbiddenmark dischargemonth dischargepower
    dischargepowercommand dischargesoclimit dischargestopsoc dischargetostandbyreason dischargetotal
    dischgcurr distributorenable dostatus drmsenable drmsmode drycontactfuncen drycontactoffrate
    drycontactonrate drycontactpower drycontactstatus dsgbatnum dsgbatnumber dsgenergy
    dsgipstartdatetime dtc dtype dwstringwarningvalue eac eaccharge eacchargetoday eacchargetotal
    eacdischargetoday eacdischargetotal eacmonth eactoday eactotal eacyear eastronammetercontrolpair
    ebatchargetoday ebatchargetotal ebatchgtoday ebatchgtotal ebatdischargetoday ebatdischargetotal
    ebmordernum echarge echargetoat echargetoday echargetodayecharge echargetotal edischargetoday
    edischargetotal eextoday eextotal egendischrpower egendischrtoday egendischrtotal elevation
    elocalload elocalloadhour elocalloadmonth elocalloadtoday elocalloadtotal elocalloadyear
    emonthcoaltext emonthcotext emonthmoneytext emonthsotext enable enabled enablenline endtime
    energy energyday energymonth energyyear envtemp envtemperature eopdischrtoday eopdischrtotal
    epsfac epsfreqset epsfunen epsiac epspac epspacsplitphase epspf epsvac epsvacsplitphase
    epsvoltset epv epvhour epvinvertertoday epvinvertertotal epvmonth epvtoday epvtotal epvyear
    eractoday eractotal errorcode errorsubcode eselfhour eselfmonth eselftoday eselftotal eselfyear
    esystemhour esystemmonth esystemtoday esystemtotal esystemyear etoday etodaycoaltext
    etodaycotext etodaymoney etodaymoneytext etodaysotext etodaystr etogridhour etogridmonth
    etogridtoday etogridtotal etogridyear etotal etotalcoaltext etotalcotext etotalformulatreetext
    etotalmoney etotalmoneytext etotalsotext etouser etouserhour etousermonth etousertoday
    etousertotal etouseryear exportlimit exportlimitpower exportlimitpowerrate
    exportlimitpowerratestr extercommoffgriden eyearmoneytext fac fachigh faclow failsafe
    failsafecurr fanfaultbit faultbitcode faultcode faultstatus faulttype faultvalue
    feedutihighvoltageloss feedutihihfrequencyloss feedutilowfrequencyloss feedutilowvoltageloss
    fftthresholdcount fixedazimuth fixedpowerprice fixedtilt flasheraseagingokflag flatperiodprice
    floatchargecurrentlimit floatchargevolt forcedchargestopswitch forceddischargestopswitch
    forcedstopswitch formulaco formulacoal formulacoalstr formulacoalvalue formulacostr
    formulacovlue formulamoney formulamoneystr formulaso formulatree freqchangeenable freqgrid
    freqhighlimit freqlowlimit freqoutput frequencyhighlimit frequencylowlimit gaugebattterystatus
    gaugefcc gaugeiccurrent gaugeoperationstatus gaugepackstatus gaugerm genchargeenable genctrl
    gencurr gencurrent gendrycontacten genenergy genenergytoday genfreq genportvolt genpower
    genratedpower genvol genvolt gfci gfciprotectset gridcode gridconnectioncontrol gridfirstswitch
    gridhvreduceloadhigh gridhvreduceloadlow gridmeterenable gridreconnectiontime gridstatus
    gridtodevicepower gridtype groundlinedetection groupid hardwareversion hasbattery
    hasdeviceonline hasstorage haveafci havemeter hcpclowvoltnum hcpcmaxvoltnum hcpcsinglelowtempnum
    hcpcsinglelowvoltnum hcpcsinglemaxtempnum hcpcsinglemaxvoltnum hcpctempnum heatingstatus
    heatuptime hfreq hlvoltageenable householdloadapartfromgroplug hvolt iac iaccharge iacload iacr
    iacs iacsload iacsplitphase iact iactload iactogrid iactouser ibat icharge ichargepv idischarge
    index inpower installedaccapacity installeddccapacity installedpanelarea installerenable
    invdelaytime inverternum invpacdata invrvoltfirst invrvoltsec invstatus invsvoltfirst
    invsvoltsec invtemp invtemperature invtodayppv invtvoltfirst invtvoltsec ipidpvape ipidpvbpe
    ipidpvcpe ipidpvdpe ipidpvepe ipidpvfpe ipidpvgpe ipidpvhpe ipidpvpe ipmtemperature ipv
    irradiance isagain isagent isauthorize isbig isbigcustomer ischarge ischeckuserauth
    iseicuseraddsmartdevice isgprsg ishaveoptimizer ishavepumper ishavestorage ishavetigo
    islgbattery ismasterone iso isopendevicelist isopendeviceparams isopensmartfamily isparallel
    isplanthavenexa isplanthavenoah isplantnoahsystem isshare istimingauthorize istring
    isviewdeviceinfo keynames keys kind lastpager lastupdatetime lcdfaultnum lcdlanguage lcdwarnnum
    level lfreq libatteryprotocoltype limitdevice linendisconnectenable llctemperature
    loadfirstcontrol loadfirststopsocset loadfirstswitch loadingrate loadpercent loadpower
    loadredrate lockduration lost lvolt lvvoltage mailnotice mainsenabled mainstobatteryoperatpoint
    maintainmoderequest manualstarten manufacture maxallowcurr maxcelltemp maxcellvol maxcellvolt
    maxcellvoltage maxchargecurr maxchargeordischargecurrent maxgenchgcurr maxgenruntime
    maxmincellvoltnum maxminsoc maxnum maxsinglecelltem maxsinglecelltemno maxsinglecellvolt
    maxsinglecellvoltno maxsoc maxspontaneousselfuse maxtempcell maxtempcellno maxvoltcellno
    menureturn mincelltemp mincellvol mincellvolt mincellvoltage minsinglecelltem minsinglecelltemno
    minsinglecellvolt minsinglecellvoltno minsoc mintempcell mintempcellno minvoltcellno
    modbusversion mode model module moduleid modulemaxtemp modulemaxvolt modulemintemp moduleminvolt
    modulenum moduleqty moduleseriesqty modulesoc modulestatus moduletotalcurr moduletotalvolt
    monitor monthlyenergy monthstr monthvalue mppt mpptprotectstatus mtncmode mtncrqst nbusvoltage
    newswversionflag newtmp newwarncode newwarnsubcode nextpagestartid noafci nominalpower
    nominalpowerstr nominalpowervalue normalpower norminalpower notpager numberofbattcodes
    nummodules offgridcurrent offgriddischargesoc offgridpower offgridstatus offgridvoltage
    offnetbox oilchargepowerlimit oilenable oilratedpower olderrorflag ongridcurrent
    ongriddischargestopsoc ongridmode ongridpower ongridstatus ongridvoltage onlineenvcount onoff
    onoffgrid onoffgridstate onoffgridstatefirst onoffgridstatesec openauthorize operatingmode
    opfullwatt optimizertype outctsamplerateset outctset outerctenable outp outpower outputconfig
    outputcurrent outputfreqtype outputpower outputvolt outputvolttype overfredroppoint
    overfreloreddelaytime overfreloredrestime overfreloredslope overfreq overfreqtime
    overloadrestart overtemprestart overvolt overvolttime pac paccharge pacinput packnum pacoutput
    pacr pacs pact pactogrid pactogridr pactogrids pactogridtotal pactolocalload pactouser
    pactouserr pactousertotal pages pagesize paneltemp parallelenable parallelhightsoftwarver
    parallelnum paramprotectenable payloadpower pbat pbusvoltage pcharge pdischarge pdwarnstatus
    peakperiodprice peakpower peakpoweractual peakshavingenable percentage periodid permissionswitch
    pex pf pfcmdmemorystate pflevel pflineplp pflineppf pfmodel photovoltaic
    photovoltaicrevenuetoday photovoltaicrevenuetotal pidbus pidfaultcode pidstatus pidwarning
    plantnumber planttype plocalload plocalloadr plocalloads plocalloadt plocalloadtotal pmax
    pmaxlevel pmderate pmr pms pmt power powerdownenable powerfactor powerimbalancecontrolenable
    powermax powerstr powertoday powertotal powerudforcedenable powervalue powervaluestr powsavingen
    ppv ppvinverter prepto priority prioritychoose profittoday profittotal propto protectpackid
    protenable pself psystem puenable pvactiveprate pvcurrent pvgridfrequencyhigh pvgridfrequencylow
    pvgridvoltagehigh pvgridvoltagelow pviosdetection pviso pvmodel pvnum pvpfcmdmemorystate
    pvreactiveprate pvtemp pvvoltage qbat qpercentmax qvh qvinlvpowerper qvl qvouthvpowerper rac
    rateva ratewatt ratio rdci reactivedelay reactiveoutputenable reactiveoutputpriority
    reactivepowerlimit reactivepowerrealvaluefirst reactivepowerrealvaluesec reactiveprate
    reactiverate reactivevalue reactpower reactpowermax reactpowertotal realoppercent realpower
    redundantrelaydetection region regulationtype relayng remainday remotecntlen
    remotecntlfailreason requestbatterytype resettofactory restartloadingrate restarttime result
    reveractivepower reversecurr rightlevel rloadvol rlocalenergy roleid rrcrenable runtime sac
    safetycorrespondnum safetyversion saftyfunc scilosschken sdci secondloaddownsoc segment
    segmentid settabletimeperiod sgipcyclcnt sgipen sgipstartcyclcnt shellyflag showpeakshaving
    singleexport sleepoffgridenable sloadvol slocalenergy smartport smartsocketpower smsnotice soc
    soctype softwaredevelopmajorversion softwaredevelopminorversion softwaremajorversion
    softwareminorversion soh spstatus startcount starttime status statusled storagebattorypercentage
    storageechargetoday storageedischargetoday storagepgrid storagepuser storagetodayppv
    storagetodaytogrid storagetodaytouser storagetotaltogrid storagetotaltouser strbreak strfault
    stringprompt strnum strunblance strunmatch strwaringvalue strwarning success svgfunction switch
    synenable sysen sysfaultword sysmtncavail sysonpackcnt sysopticalstoragemode sysout sysstatus
    systemfault systemtemp systemwarn systemworkmode systemworkstatus systime tbmodulenum tdci temp
    temperature temptype time timecalendar timeenable timemode timepower timestart timetotal
    timezone tips tlxbackflowdefaultpower tlxdrycontactenable tlxdrycontactoffpower
    tlxdrycontactpower tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice tlxonekeysetbdcmode
    tlxonoff tlxpf tlxpflineplp tlxpflineppf tmp todaydischarge todayenergy todayenergysum todaystr
    todayvalue totalbatterypackchargingpower totalbatterypackchargingstatus totalbatterypacksoc
    totalcellnum totalcellnumber totalenergy totalenergysum totalhouseholdload totalmoneytext
    totalstr totalvalue totalworkingtime trakermodel treestr treevalue ttotal type typicalset
    uacpower ubacchargingstopsoc ubatchgp ubatdsgp ubpeakshavingbackupsoc udaccchgsoe udaccdissoe
    udcalibapparentpowerfirst udcalibapparentpowersec udfaultbithigh udfaultbitlow udoprstwattfirst
    udoprstwattsec udoprwattfirst udoprwattsec udopswattfirst udopswattsec udoptwattfirst
    udoptwattsec underexcited underfreq underfreqloaddelaytime underfreqloadenable
    underfreqloadpoint underfreqloadrestime underfreqloadslope underfreqtime undervolt undervolttime
    unitkeylist unitlist unitmap updateexist updateinterval updatestatus updating upsfac upsfreqset
    upsiac upsloadpercent upspac upspf upsvac usbagingtestokflag usbatterytype useenergy
    useenergytoday useenergytotal userdevicetype userlevel userload uspfreqset utichargeend
    utichargestart utienoutputalwayson utilitypriority utioutend utioutputoffsoc utioutputoffvoltage
    utioutputonpv utioutputonsoc utioutputonvoltage utioutstart utipeakshavingpower
    utipeakshavingset uwacchargeenable uwacchargepowerrate uwacchargingmaxpowerlimit uwacoupleenable
    uwacoupleendsoc uwacouplestartsoc uwalarmcode uwambientfirst uwambientsec uwantibackflow
    uwbatcap uwbatchargestopsoc uwbatcnnway uwbatcommunityfailen uwbatcyclecntpre
    uwbatdischargestopsoc uwbatenable uwbatfeedcurr uwbatfeeden uwbatfeedsocback uwbatfeedsocloss
    uwbatfeedtimeend uwbatfeedtimestart uwbatfeedvback uwbatfeedvloss uwbatmaxchargecurrent
    uwbatmaxdischargecurrent uwbatteodvol uwbattmaxchargevol uwbatttype uwbattype uwcellmaxvchg
    uwcellminvdis uwcelltavgvalue uwcelltmaxvalue uwcelltminvalue uwcelluavgvalue uwcellumaxvalue
    uwcelluminvalue uwchargemaxvol uwconnectphasemode uwdemandmangechgpowerlimit
    uwdemandmangedischgpowerlimit uwdemandmangeenable uwdemandmgtdownstrmpowerlimit
    uwdemandmgtrevsepowerlimit uwdgstartsoc uwdgstopsoc uwdisconnectphasemode uwdspdcdcdebugdata
    uwdspinvdebugdata uwfaultcode uwfaultresarten uwfeeden uwfeedpow uwfeedrange uwfreqfirst
    uwfreqsec uwfullchargecapacity uwgenportdevtype uwgenpower uwgridchgtimeend uwgridchgtimestart
    uwgridwattdelay uwhfrtee uwhfrttimeee uwhvrtee uwhvrttimeee uwinvfirst uwinvsec uwinvwarnvalue
    uwlfrtee uwlfrttimeee uwloadfirst uwloadperfirst uwloadpersec uwloadpvinverter uwlvrtee
    uwlvrttimeee uwmaincodefirst uwmaincodesec uwmainwarnfirst uwmainwarnsec uwmaxcellvol
    uwmaxtemprcell uwmaxtemprcellno uwmaxvoltcellno uwmincellvol uwmintemprcell uwmintemprcellno
    uwminvoltcellno uwmodeavgvolvalue uwmodeminvolvalue uwmoderatedcap uwmoderatedvol
    uwmodmaxblatempvalue uwmodmaxvolvalue uwmodminblatempvalue uwnbusvoltfirst uwnbusvoltsec
    uwnominalgridvolt uwoffgridenable uwoffgridfreq uwoffgridsoc uwoffgridvol
    uwonoffchangemanualmode uwonoffchangemode uwonoffgridset uwoplinersfirst uwoplinerssec
    uwoplinestfirst uwoplinestsec uwoplinetrfirst uwoplinetrsec uwopphasercurrfirst
    uwopphasercurrsec uwopphaservoltfirst uwopphaservoltsec uwopphasescurrfirst uwopphasescurrsec
    uwopphasesvoltfirst uwopphasesvoltsec uwopphasetcurrfirst uwopphasetcurrsec uwopphasetvoltfirst
    uwopphasetvoltsec uwoutputfirst uwoutputsec uwpbusvoltfirst uwpbusvoltsec uwpcstype
    uwratedbatterycapacity uwratedbatterypowerenergy uwrdcicurrfirst uwrdcicurrsec
    uwreconnectstartslope uwsdcicurrfirst uwsdcicurrsec uwsubcodefirst uwsubcodesec uwsubwarnfirst
    uwsubwarnsec uwsysloadvolvalue uwsysmaxallowichg uwsysmaxallowidis uwsysmaxvtotalchg
    uwsysminvtotaldis uwsystotalivalue uwsystotavolvalue uwsysworkmode uwtdcicurrfirst uwtdcicurrsec
    uwthbatcap uwthbatchglimit uwthbatdischglimit uwthbatendofvol uwthbatmaxchgcurr uwthbatmaxchgvol
    uwthbatmaxdischgcurr uwupackrated v vac vachigh vaclow vacr vacrs vacs vacst vact
    vactivecutoffpowerper vactr valleyperiodprice values varaddress varsetting varvalue
    vbaksocenable vbat vbatdsp vbatstartforcharge vbatstartfordischarge vbatstopforcharge
    vbatstopfordischarge vbatwarnclr vbatwarning vbuck vbus vbusn vbusp versionflag vgrid vippoints
    vnormal voltagehighlimit voltagelowlimit vpidpvape vpidpvbpe vpidpvcpe vpidpvdpe vpidpvepe
    vpidpvfpe vpidpvgpe vpidpvhpe vpidpvpe vppopen vppversion vppworkstatus vpv vpvstart vstring
    wantibackflowmeterpowerlimit warnbit warncode warninfo warningvalue warnsubcode wbatterytype
    wchargesoclowlimit wdischargesoclowlimit widevoltageenable windangle windspeed winmode
    winmodeflag winmodeoffgriddischargestopsoc winmodeongriddischargestopsoc winoffgridsoc
    winongridsoc winrequest winterormaintain withtime wloadsoclowlimit workingfrequencymax
    workingfrequencymin workmode wpidfaultvalue wpowerrestartslopeee wpowerstartslope
    wselectbaudrate wstringstatusvalue yearlyenergy yearsettingflag yearstr yearvalue
"""

TIMES = """
    calendar createdate createdatetext date end endtime forcedchargetimestart forcedchargetimestop
    forceddischargetimestart forceddischargetimestop forcedtimestart forcedtimestop lastlogintime
    lastupdatetime lastupdatetimetext loadfirststarttime loadfirststoptime pfsysyear start starttime
    systime systimetext time timecalendar timeend timestart timestr updatetime utctime
"""

WORDS = """
    accharge afciversion ammetertype apfstatustext appcode apptype atsversion backflowsetting
    batterymodel bcuversion bdcmodel bdcversion bmsfw bmsfwversion bmsmcuversion bmssoftwareversion
    bmsversion capacitytext chargemonthtext chargetime chargetostandbyreasontext chartdataunit
    communicationversion comversion condcode condtxt cosum createdatetexta currency currentpacstr
    currentpactxt dataloggerman dataloggermd dataloggermodel date day debug devicemodel devicetype
    devicetypeindicate dischargemonthtext dischargetime dischargetostandbyreasontext dspversion
    echargetodaytext echargetotaltext edischargetodaytext edischargetotaltext efficiency
    energymonthtext equipmenttype error errortext etotalmoneytext exportlimitpower
    exportlimitpowerratestr formulamoneyunitid fwversion gridtype hmiversion hwversion iactogridtext
    iactousertext ichargetext idischargetext innercwcode innerversion inverterinfostatuscss
    inverterman invertermd invertertype invversion ipvtext irradiationsensortype lastupdatetime
    lcdversion libatteryfwversion libatterymanufacturers loadtext locale lost maintainmodestarttime
    manname manufacturer maxman maxmd mcversion mixacdischargefrequency mixacdischargevoltage
    mixoffgridenable model modelname modeltext modename moduleman modulemd moneyunit moneyunittext
    monitorversion mpptversion msg mversion noticetype otadevicetypecodehigh otadevicetypecodelow
    other pactogridtext pactousertext parametername pchargetext pdischargetext pdversion pfsysyear
    pidstatustext plantmoneytext powermax powermaxtext powermaxtime ppvtext prmonth protocolid
    prtoday pvonoff pvpfcmdmemorystate pvpowerfactor pvreactivepratetwo quality record region
    registertype rfstick safety safetynum seasonmonthtime seasontime seasonyeartime service soctext
    softwareversion spaacdischargefrequency spaacdischargevoltage spaoffgridenable specialmonthtime
    specialtime spfstatustext status statustext storagecapacity storagepactouser storagepcharge
    storagepdischarge storagestatus storagetype temptype timesegment timetotaltext timeunit
    tlxacdischargefrequency tlxacdischargevoltage tlxbackflowdefaultpower tlxcccurrent tlxcvvoltage
    tlxdrycontactenable tlxdrycontactoffpower tlxdrycontactpower tlxextercommoffgriden
    tlxlcdlanguage tlxlimitdevice tlxoffgridenable tlxonoff tlxpf tlxpflineppf tmtncstrt
    todayrevenue totalrevenue trackertype twinend twinstart type unit userlanguage utctime
    utichargeendnew utichargestartnew utioutendnew utioutputtimeend utioutputtimestart
    utioutstartnew uwbatfeedtimeendnew uwbatfeedtimestartnew uwgridchgtimeendnew
    uwgridchgtimestartnew vactext vbattext vbucktext version vpvtext warntext weathersensorman
    weathersensormd weathertype winmodeendtime winmodestarttime xect yearmonthtime yeartime
"""

PATHS = """
    PlantDetailAPI PlantListAPI commonDeviceSetC data details device do energy getNoahInfoBySn
    getSystemStatus getWiFiSignalByDevice isPlantNoahSystem list mix mixSet mix_data mix_data_info
    mix_last_data mixs_data newInverterAPI newLoginAPI newMixApi newPlantAPI newStorageAPI
    newTcpsetAPI newTlxApi newTwoLoginAPI newTwoPlantAPI noah noahDeviceApi plant power
    queryDeviceInfo queryDeviceInfoParam queryDeviceList queryDevicesHistoricalData queryDfcData
    queryHistoricalData queryLastData readMinParam readMixParam readPower readSpaParam
    readVppParameter removeVppTimePeriod set setDevice setGridCharge setHighLimitSoc setInverter
    setLowLimitSoc setNewVppParameter setOffGrid setOnOrOff setPower setTimeSegment setVppParameter
    spa spaSet spa_data spa_data_info spa_last_data spas_data tcpSet tlx tlxSet tlx_data
    tlx_data_info tlx_last_data tlx_set_info tlxs_data
"""
