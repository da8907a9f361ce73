"""The keys whose values stay: readings, times, and words for states and kinds.

Made by `scripts/reading_keys.py` from the field rows; digits and punctuation are left out.
"""

from __future__ import annotations

NUMBERS = """
    aactivepower accharge acchargeenable acchargeenergytoday acchargeenergytotal acchargepower
    acinmodel acmaxchargecurr activeenergy activenettotalenergy activepower activepowerenable
    activepowerl activepowermaxneed activepowermaxneedone activepowerneed activepowerneedone
    activeprate activerate acurrent addr afcienabled afcireset afciselfcheck afcithresholdd
    afcithresholdh afcithresholdl afreq again aipv airpressure ajobsmodel alarmvalue
    aloadnormalpower amaxtemp amintemp antiislandenable aonoff apowerfactor apparentenergy
    apparentenergymaxneed apparentenergyneed apparentpower apparentpowerl approved appv
    areactivepower asetpower associatedinvmanandmodel astartpower atemp atotalenergy avoltage avpv
    backflowdefaultpower backflowsinglectrl backupen bactivepower bagingteststep batfirstswitch
    batlowtoutivolt batparallelnum batseriesnum batsysenergy batsysrateenergy battemp
    battemplowerlimitc battemplowerlimitd battempupperlimitc battempupperlimitd batteryno batterynum
    batteryratedpower batterytemperature batterytype battmode bctadjust bctmode bdcauthversion
    bdcbusref bdcchargepower bdcchargetotal bdcderatereason bdcdischargepower bdcdischargetotal
    bdcfaultsubcode bdcfaulttype bdcibat bdcibb bdcillc bdcmode bdcsoc bdcstatus bdctemp bdcvbat
    bdcvbus bdcvbusneg bdcwarncode bdcwarnsubcode bfreq bgridtype bigdevice bipv blighten
    bloadnormalpower bmaxtemp bmerterconnectflag bmintemp bmnum bmsbatterycurr bmsbatteryenergy
    bmsbatterytemp bmsbatteryvolt bmscellvolt bmscellvoltage bmscommunicationtype bmsconstantvolt
    bmscurrent bmscvvolt bmscyclecnt bmsdeltavolt bmserror bmserrorold bmsfaulttype bmsgaugefcc
    bmsgaugerm bmshighestsoftversion bmsibat bmsicycle bmsinfo bmsiosstatus bmsmaxcellvolt
    bmsmaxcurr bmsmaxdischgcurr bmspackinfo bmssoc bmssoh bmsstatus bmsstatusold bmstempbat
    bmstemperature bmsusingcap bmsvbat bmsvdelta bmswarn bmswarncode bmswarninfo bmswarninfoold
    bonoff bpowerfactor bppv brazilrule breactivepower bstartpower bsystemworkmode btemp
    btotalenergy buckntctemperature buckupsfunen buckupsvoltset bulkchargevolt bvpv cactivepower
    capacity carbonoffset cccurrent cellvoltage cfreq charge chargeconfig chargemonth
    chargeordispower chargepower chargepowercommand chargestopsoc chargetostandbyreason chargeway
    chargingsochighlimit chargingsoclowlimit chartdata chgcurr cipv cloadnormalpower cmaxtemp
    cmintemp codeindex comaddress combinedreactivepower commstatus compatibleflag conoff
    constantvolt coreduction count countryselected cpowerfactor cppv creactivepower createtime
    cstartpower ctemp ctotalenergy current currentactivedemand currentenergy currentharmonicavg
    currentia currentib currentic currentl currentlmaxneed currentlneed currentmaxneed currentneed
    currentpac currentpower currentpowersum currentreactivedemand currentstring cvpv cvvoltage
    cyclecount dailyavgsoillvlpct data dataloggernum dcdctemperature dcir dcis dcit dcvoltage
    defaultplant defaultpower delaytime deltavolt demandmanageenable deratingmode devicecount
    devicestatus devicetype devicetypeint dischargemonth dischargepower dischargepowercommand
    dischargestopsoc dischargetostandbyreason dischargetotal dischgcurr distributorenable dpower
    drycontactfuncen drycontactoffrate drycontactonoff drycontactonrate drycontactpower
    drycontactstatus dtc dtotalenergy dtype dwstringwarningvalue eac eaccharge eacchargetoday
    eacchargetotal eacdischargetoday eacdischargetotal eactoday eactotal ebatchargetoday
    ebatchargetotal ebatdischargetoday ebatdischargetotal echarge echargetoat echargetoday
    echargetodayecharge echargetotal edischargetoday edischargetotal eextoday eextotal efficiency
    elevation elocalload elocalloadtoday elocalloadtotal emonthcoaltext emonthcotext emonthmoneytext
    emonthsotext enable enabled enablenline energy energyday energymonth energyyear envhumidity
    envtemp eopdischrtoday eopdischrtotal epsfac epsfreqset epsfunen epsiac epspac epspacsplitphase
    epspf epsvac epsvacsplitphase epsvoltset epv epvinvertertoday epvinvertertotal epvtoday epvtotal
    eractoday eractotal errorcode errorsubcode eselftoday eselftotal esystemtoday esystemtotal
    etoday etodaycoaltext etodaycotext etodaymoney etodaymoneytext etodayradiation etodaysotext
    etodaystr etogridtoday etogridtotal etotal etotalcoaltext etotalcotext etotalformulatreetext
    etotalmoney etotalmoneytext etotalradiation etotalsotext etouser etousertoday etousertotal
    exportlimit exportlimitpower exportlimitpowerrate exportlimitpowerratestr expowerfactor
    extercommoffgriden eyearmoneytext fac failsafe failsafecurr faultbitcode faultcode faulttype
    feilvbozenergy feilvfengzenergy feilvguzenergy feilvpingzenergy fftthresholdcount fixedazimuth
    fixedpowerprice fixedtilt flatperiodprice floatchargecurrentlimit forcedchargestopswitch
    forceddischargestopswitch forcedstopswitch formulaco formulacoal formulacoalstr formulacoalvalue
    formulacostr formulacovlue formulamoney formulamoneystr formulaso formulatree
    forwardactivemaxneed forwardactiveneed freqgrid freqoutput frequency frequencyhighlimit
    frequencylowlimit gasconcentration gaugebattterystatus gaugeiccurrent gaugeoperationstatus
    gaugepackstatus gaugerm genchargeenable genctrl genericmeter genratedpower gfci gridcode
    gridenergy gridenergytoday gridfirstswitch gridfrequency gridhvreduceloadhigh
    gridhvreduceloadlow gridtype groupid hasdeviceonline hasstorage haveafci havemeter hfreq
    historynumber hvolt iac iaccharge iacr iacs iacsplitphase iact iactogrid iactouser icharge
    ichargepv idischarge inpower installedaccapacity installeddccapacity installedpanelarea
    installerenable installlocation instantaneoustotalapparentpower instantlytotalactivepower
    instantlytotalreactivepower insystem internalpressure internalrelativehumidity internaltempc
    internaltempf invdelaytime inverternum invpacdata invstatus invtemperature invtodayppv ipidpvape
    ipidpvbpe ipmtemperature ipv irradiance irradiantion isagain isagent isbig isbigcustomer
    ischarge ischeckuserauth iseicuseraddsmartdevice isgprsg ishaveoptimizer ishavepumper
    ishavestorage ishavetigo islgbattery ismasterone iso isopendevicelist isopendeviceparams
    isopensmartfamily isparallel isplanthavenexa isplanthavenoah isplantnoahsystem isshare istring
    isviewdeviceinfo jobsmodel keynames keys kind lastfourmeasurementsavg lcdlanguage
    lcurrentharmonic level lfreq libatteryprotocoltype limitdevice linevoltageharmonicavg
    loaddevicetype loadfirstcontrol loadfirststopsocset loadfirstswitch loadingrate loadpercent
    loadpriority lockduration lost lvolt lvoltage lvoltageharmonic lvvoltage mailnotice mainsenabled
    maintainmoderequest manualstarten maxallowcurr maxchargeordischargecurrent maxnum
    maxsinglecelltem maxtemp meterct meterdh meterms meterym mintime modbusversion model modestatus
    monthenergy monthlyenergy monthstr monthvalue mppt mtncmode mtncrqst nbusvoltage nettotalenergy
    newswversionflag newtmp newwarncode newwarnsubcode nextpagestartid nominalpower nominalpowerstr
    nominalpowervalue normalpower nummodules obj offnetbox olderrorflag ongriddischargestopsoc
    ongridmode ongridstatus onlineenvcount onoff operatingmode opfullwatt optimizertype outp
    outpower outputcurrent outputfreqtype outputpower outputvolt outputvolttype overfredroppoint
    overfreloreddelaytime overfreloredslope overfreq overfreqtime overloadrestart overtemprestart
    overvolt overvolttime pac paccharge pacinput pacr pacs pact pactogrid pactogridr pactogridtotal
    pactolocalload pactouser pactouserr pactousertotal paneltemp pbat pbusvoltage pcharge pdischarge
    peakperiodprice peakpower peakpoweractual peakshavingenable periodid pex pf pfcmdmemorystate
    pflineplp pflineppf pfmodel photovoltaic photovoltaicrevenuetoday photovoltaicrevenuetotal
    pidstatus pidwarning plantnumber planttype plocalload plocalloadr plocalloadtotal pmax
    posiactivenettotalenergy posiactivepower posireactivenettotalenergy posireactivepower
    positiveactivetodayenergy positiveactivetotalenergy power powerdownenable powerfactor
    powerfactorl powerstr powertoday powertotal powervalue powervaluestr powsavingen ppv ppvinverter
    prepto prioritychoose prmonth profittoday profittotal protenable pself psystem puenable
    pvactiveprate pvgridfrequencyhigh pvgridfrequencylow pvgridvoltagehigh pvgridvoltagelow pvmodel
    pvnum pvpfcmdmemorystate pvreactiveprate qpercentmax qvh qvinlvpowerper qvl qvouthvpowerper rac
    radiant raillog rainfallintensity rateva ratewatt ratio reactivedelay reactiveenergy
    reactivenettotalenergy reactiveoutputenable reactivepower reactivepowerl reactivepowerlimit
    reactiveprate reactiverate realoppercent region remotecntlen remotecntlfailreason resetfactory
    restart restartloadingrate restarttime result reveractivenettotalenergy reveractivepower
    reverapparentenergy reverreactivenettotalenergy reverreactivepower reverseactiveenergy
    reverseactivemaxneed reverseactiveneed reverseactivetodayenergy reverseactivetotalenergy
    reverseinstantlytotalactivepower rfpair rightlevel roleid rrcrenable rsaddr rsbaudrate runstatus
    safetycorrespondnum safetyversion scilosschken segmentid sensorsingnalgen sgipen showpeakshaving
    singleexport sleepoffgridenable smsnotice snowdepth soc soctype softversion soh starttime status
    statusled storagebattorypercentage storageechargetoday storageedischargetoday storagepgrid
    storagepuser storagetodayppv storagetodaytogrid storagetodaytouser storagetotaltogrid
    storagetotaltouser strbreak strfault strnum strwarning success switch synenable sysen
    sysfaultword sysmtncavail sysout systemworkmode systemworkstatus targetpower tbmodulenum temp
    tempenable temperature temptype thdi thdv timemode timetotal timezone tips
    tlxbackflowdefaultpower tlxdrycontactenable tlxdrycontactoffpower tlxdrycontactpower
    tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice tlxonekeysetbdcmode tlxonoff tlxpf
    tlxpflineplp tlxpflineppf tmp todaydischarge todayenergy todayenergysum todaystr todayvalue
    totalactiveenergyl totaleneny totalenergy totalenergysum totalmoneytext totalnumber
    totalrainfall totalreactiveenergyl totalstr totalvalue totalworkingtime trakermodel treestr
    treevalue ttotal tuningstate type ubacchargingstopsoc ubpeakshavingbackupsoc underexcited
    underfreq underfreqtime undervolt undervolttime unitkeylist unitlist unitmap updateinterval
    updating upsfac upsfreqset upsiac upsloadpercent upspac upspf upsvac usbatterytype useenergy
    useenergytoday useenergytotal userdevicetype userenergy userenergytoday userlevel userload
    uspfreqset utioutend utioutstart uwacchargingmaxpowerlimit uwbattype
    uwdemandmgtdownstrmpowerlimit uwdemandmgtrevsepowerlimit uwgridwattdelay uwhfrtee uwhfrttimeee
    uwhvrtee uwhvrttimeee uwlfrtee uwlfrttimeee uwlvrtee uwlvrttimeee uwmaxtemprcellno uwmincellvol
    uwminvoltcellno uwnominalgridvolt uwreconnectstartslope uwsysworkmode v vac vachigh vaclow vacr
    vacrs vacs vacst vact vactivecutoffpowerper vactr valleyperiodprice values vbat vbatdsp
    vbatstartforcharge vbatstartfordischarge vbatstopforcharge vbatstopfordischarge vbatwarnclr
    vbatwarning vbuck vbus versionflag vgrid vippoints vnormal voltage voltageharmonicavg
    voltagehighlimit voltagel voltagelowlimit voltageua voltageuab voltageub voltageubc voltageuc
    voltageuca vpidpvape vpidpvbpe vppopen vppversion vpv vstatus vstring warncode warninfo
    warningvalue warnsubcode waterheaterpower waterstate wbatterytype wchargesoclowlimit
    wdischargesoclowlimit widevoltageenable windangle windspeed winmode winmodeflag
    winmodeoffgriddischargestopsoc winmodeongriddischargestopsoc winoffgridsoc winongridsoc
    winrequest winterormaintain withtime workingfrequencymax workingfrequencymin workmode
    wpidfaultvalue wselectbaudrate wstringstatusvalue yearlyenergy yearsettingflag yearstr yearvalue
    zerolinemaxneed zerolineneed
"""

TIMES = """
    calendar createdate createdatetext createtime cuserregtime date endtime forcedchargetimestart
    forcedchargetimestop forceddischargetimestart forceddischargetimestop forcedtimestart
    forcedtimestop lastlogintime lastupdatetime lastupdatetimetext loadfirststarttime
    loadfirststoptime pfsysyear starttime systime systimetext time timecalendar timetext updatetime
"""

WORDS = """
    accharge afciversion alarmcode ammetertype appcode apptype atime backflowsetting bcuversion
    bdcmodel bdcversion bmsfw bmsfwversion bmsmcuversion bmssoftwareversion btime capacitytext
    chargemonthtext chargetime chargetostandbyreasontext chartdataunit communicationversion condcode
    condtxt cosum createdatetexta ctime currency currentpacstr currentpactxt dataloggerman
    dataloggermd date day debug devicemodel devicetype devicetypeindicate dischargemonthtext
    dischargetime dischargetostandbyreasontext drycontacttime echargetodaytext echargetotaltext
    edischargetodaytext edischargetotaltext efficiency energymonthtext equipmenttype error errortext
    etotalmoneytext exportlimitpower exportlimitpowerratestr formulamoneyunitid fwversion gridtype
    hwversion iactogridtext iactousertext ichargetext idischargetext innercwcode innerversion
    inverterman invertermd invertertype invversion ipvtext irradiationsensortype lastupdatetime
    libatteryfwversion libatterymanufacturers locale lost maintainmodestarttime manname manufacturer
    maxman maxmd mcversion mixacdischargefrequency mixacdischargevoltage mixoffgridenable model
    modelname modeltext modename moduleman modulemd moneyunit moneyunittext monitorversion msg
    netmode noticetype pactogridtext pactousertext parametername pchargetext pdischargetext
    pfsysyear plantmoneytext powermax powermaxtext powermaxtime ppvtext prmonth protocolid prtoday
    pvonoff pvpfcmdmemorystate pvpowerfactor pvreactivepratetwo quality region registertype
    rfcommand safety safetynum seasonmonthtime seasontime seasonyeartime service soctext
    spaacdischargefrequency spaacdischargevoltage spaoffgridenable specialmonthtime specialtime
    status statuslastupdatetime statustext storagecapacity storagepactouser storagepcharge
    storagepdischarge storagestatus storagetype temptype timesegment timetext timetotaltext timeunit
    tlxacdischargefrequency tlxacdischargevoltage tlxbackflowdefaultpower tlxcccurrent tlxcvvoltage
    tlxdrycontactenable tlxdrycontactoffpower tlxdrycontactpower tlxextercommoffgriden
    tlxlcdlanguage tlxlimitdevice tlxoffgridenable tlxonoff tlxpf tlxpflineppf tmtncstrt
    todayrevenue totalrevenue trackertype twinend twinstart type unit userlanguage utctime vactext
    vbattext vbucktext version vpvtext warntext weathersensorman weathersensormd weathertype
    winmodeendtime winmodestarttime xect yearmonthtime yeartime
"""

PATHS = """
    PlantDetailAPI PlantListAPI add all ammeter boost boost_data boost_data_info boost_last_data
    boosts_data c_user_list check check_user commonDeviceSetC create_date data datalogger day_energy
    delete details device do energy env env_data env_last_data env_list getNoahInfoBySn getSocData
    getSystemStatus inverter isPlantNoahSystem list meter_data meter_last_data meter_list mix mixSet
    mix_data mix_data_info mix_last_data mixs_data modify newInverterAPI newLoginAPI newMixApi
    newPlantAPI newStorageAPI newTcpsetAPI newTlxApi newTwoLoginAPI newTwoPlantAPI noah
    noahDeviceApi plant power readMinParam readMixParam readSpaParam set setInverter sn sn_datalog
    sn_plant spa spaSet spa_data spa_data_info spa_last_data spas_data storage tcpSet tlx tlxSet
    tlx_data tlx_data_info tlx_last_data tlx_set_info tlxs_data user user_plant_list user_register
    validate vpp vppRemoteSetNew vppSetNew
"""
